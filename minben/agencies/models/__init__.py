from .government import CalendarException, Department, Jurisdiction, Office
from .staff import Cover, RoleGrant, Staff

__all__ = ["CalendarException", "Cover", "Department", "Jurisdiction", "Office", "RoleGrant", "Staff"]
