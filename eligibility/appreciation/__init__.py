"""After eligibility: the criteria and priorities that a person weighs, and a grid that may weigh them."""

from eligibility.appreciation.sheet import Row, Sheet, Standing, sheet

__all__ = ["Row", "Sheet", "Standing", "sheet"]
