from .announcement import Announcement, AnnouncementRead
from .government import CalendarException, Department, DepartmentDay, Jurisdiction, Office
from .lending import Lending
from .staff import Cover, RoleGrant, Staff

__all__ = [
    "Announcement",
    "AnnouncementRead",
    "CalendarException",
    "Cover",
    "Department",
    "DepartmentDay",
    "Jurisdiction",
    "Lending",
    "Office",
    "RoleGrant",
    "Staff",
]
