-- The demo's texts of consent have stood for as long as its customers were asked. $1 the day.
update consent_text set since_on = least($1::date, (select min(said_on) from customer_consent))
