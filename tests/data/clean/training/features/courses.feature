Feature: Courses
  Background:
    Given today is 2026-09-01
  Scenario Outline: confirm, wait or cancel
    Given the course is
      | Seats     | 10       |
      | Booked    | <booked> |
      | Starts on | <day>    |
    When Go ahead is evaluated
    Then the decision is <decision>
    Examples:
      | booked | day        | decision |
      | 8      | 2026-12-01 | confirm  |
      | 5      | 2026-09-15 | confirm  |
      | 4      | 2026-09-15 | cancel   |
      | 5      | 2026-09-16 | wait     |
