"""The trail: who changed what and when, as a hash chain that a later hand cannot mend unseen."""

from crm_core.audit.trail import Change, record, record_batch, record_many, verify

__all__ = ["Change", "record", "record_batch", "record_many", "verify"]
