-- Who has seen a customer: one row a person, customer, day (the company's) and way: its page was opened, or it stood in a file.
-- Who looked at a field in clear stands in the trail.
create sequence customer_sight_ids;
create table customer_sight (
    sight_id bigint primary key default nextval('customer_sight_ids'), customer_id bigint not null, user_id bigint not null,
    seen_on date not null, way varchar not null check (way in ('page', 'file')), seen_count bigint not null,
    first_at timestamptz not null, last_at timestamptz not null
);

-- What a company asks its customers' consent for, named in three languages ('' where it has none). known: one of those that
-- every company begins with. An inactive purpose is asked for no longer; what was said of it is kept.
create sequence consent_purpose_ids;
create table consent_purpose (
    purpose_id bigint primary key default nextval('consent_purpose_ids'), known varchar, name_cn varchar not null,
    name_tw varchar not null, name_en varchar not null, place integer not null, is_active boolean not null,
    version bigint not null, updated_at timestamptz not null
);

-- What customers are told before they say yes or no: one row a version, the highest number stands; saved ones never change.
create table consent_text (
    purpose_id bigint not null, number integer not null, text_cn varchar not null, text_tw varchar not null,
    text_en varchar not null, since_on date not null, made_by bigint not null, made_at timestamptz not null,
    primary key (purpose_id, number)
);
insert into consent_purpose (known, name_cn, name_tw, name_en, place, is_active, version, updated_at)
select known, name_cn, name_tw, name_en, place, true, 1, now()
from (
    values
        ('service', '服务联系', '服務聯絡', 'Service contact', 1),
        ('marketing', '营销信息', '行銷訊息', 'Marketing messages', 2),
        ('survey', '问卷调查', '問卷調查', 'Surveys', 3),
        ('sharing', '与合作伙伴共享', '與合作夥伴共享', 'Sharing with partners', 4)
) as first_purposes (known, name_cn, name_tw, name_en, place)
order by place;
insert into consent_text
select p.purpose_id, 1, t.text_cn, t.text_tw, t.text_en, current_date, 0, now()
from consent_purpose as p
inner join (
    values
        (
            'service', '我们仅为处理您的订单、送货、售后与咨询而使用您的联系方式与您联系。您可以随时撤回同意。',
            '我們僅為處理您的訂單、送貨、售後與諮詢而使用您的聯絡方式與您聯絡。您可以隨時撤回同意。',
            'We use your contact details only to handle your orders, deliveries, after-sales service and questions. You may withdraw your consent at any time.'
        ),
        (
            'marketing', '我们可通过您选择的渠道向您发送新品、活动与优惠信息。您可以随时撤回同意，撤回不影响为您提供的服务。',
            '我們可透過您選擇的管道向您傳送新品、活動與優惠訊息。您可以隨時撤回同意，撤回不影響為您提供的服務。',
            'We may send you news, events and offers through the channels you choose. You may withdraw your consent at any time; our service to you does not depend on it.'
        ),
        (
            'survey', '我们可邀请您参加满意度调查，您的回答仅用于改进我们的产品与服务。您可以随时撤回同意。',
            '我們可邀請您參加滿意度調查，您的回答僅用於改善我們的產品與服務。您可以隨時撤回同意。',
            'We may ask you to take part in satisfaction surveys; your answers serve only to improve our products and service. You may withdraw your consent at any time.'
        ),
        (
            'sharing', '在另行告知您接收方名称、联系方式、使用目的与方式后，我们可将您的联系方式提供给该合作伙伴。您可以随时撤回同意。',
            '在另行告知您接收方名稱、聯絡方式、使用目的與方式後，我們可將您的聯絡方式提供給該合作夥伴。您可以隨時撤回同意。',
            'After telling you the name and contact details of the recipient, the purpose and the way of use, we may pass your contact details on to that partner. You may withdraw your consent at any time.'
        )
) as t (known, text_cn, text_tw, text_en) on t.known = p.known
order by p.place;

-- What a customer said to a purpose: the latest row of a purpose stands, by day and then by number; the earlier ones are kept.
-- text_number: the version of the text that the customer was told. note: what proves it, such as where the signed form lies.
create sequence customer_consent_ids;
create table customer_consent (
    consent_id bigint primary key default nextval('customer_consent_ids'), customer_id bigint not null,
    purpose_id bigint not null, text_number integer not null,
    state varchar not null check (state in ('given', 'refused', 'withdrawn')), said_on date not null,
    way varchar not null check (way in ('form', 'phone', 'paper', 'online')), note varchar not null,
    logged_by bigint not null, logged_at timestamptz not null
);

-- Through which channels a customer does not want to be contacted, since when and why; ended_at: it was taken back.
create sequence channel_opt_out_ids;
create table channel_opt_out (
    opt_out_id bigint primary key default nextval('channel_opt_out_ids'), customer_id bigint not null,
    channel varchar not null check (channel in ('phone', 'sms', 'email', 'wechat', 'post')), since_on date not null,
    reason varchar not null, logged_by bigint not null, logged_at timestamptz not null, ended_by bigint,
    ended_at timestamptz
);

-- What rooms show to each other of it: the channels that are closed today; and what purposes stand at.
create view channel_opt_out_view as
select customer_id, channel, min(since_on) as since_on
from channel_opt_out
where ended_at is null
group by customer_id, channel;
create view customer_consent_view as
select
    customer_id, purpose_id,
    arg_max(state, (said_on - date '2000-01-01')::bigint * 1000000000 + consent_id) as state, max(said_on) as said_on
from customer_consent
group by customer_id, purpose_id;

-- Who looked at which field of a customer in clear, and why. told: JSON, the reason by field; null where it was erased.
create view customer_reveal_view as
select e.seq, e.happened_at, e.actor_id, e.actor_name, e.entity, e.entity_id, v.content ->> '$.after' as told
from audit_entry as e
left join audit_value as v on v.seq = e.seq
where e.action = 'reveal' and e.entity in ('customer', 'contact');
