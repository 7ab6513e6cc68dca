Feature: Bookings
  Scenario Outline: deposits
    Given the booking is
      | Party size      | <party> |
      | No-shows so far | <shows> |
      | Day             | <day>   |
    When Deposit per person is evaluated
    Then the deposit is <deposit>
    Examples: weekdays
      | party | shows | day        | deposit |
      | 2     | 0     | 2026-11-25 | 0       |
      | 8     | 0     | 2026-11-25 | 20      |
      | 2     | 2     | 2026-11-25 | 15      |
    Examples: weekend
      | party | shows | day        | deposit |
      | 2     | 0     | 2026-11-28 | 10      |
  Scenario: allergies
    Given the booking is
      | Allergies | nuts, dairy |
    When kitchen_note is evaluated
    Then the Kitchen note is allergic to NUTS, DAIRY
