from .appointment import Appointment
from .counter import Counter, Reception, ServiceTime
from .ticket import Ticket

__all__ = ["Appointment", "Counter", "Reception", "ServiceTime", "Ticket"]
