from .lists import BulkReceipt, ListChoice, SavedView

__all__ = ["BulkReceipt", "ListChoice", "SavedView"]
