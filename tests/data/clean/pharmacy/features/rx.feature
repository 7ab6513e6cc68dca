Feature: Prescriptions
  Scenario: schedule two is good for thirty days
    Given today is 2026-04-30
    And the prescription is
      | Schedule      | II         |
      | Written on    | 2026-03-31 |
      | Allergy alert | no         |
    When may_fill is evaluated
    Then the answer is yes
  Scenario: old and with weak kidneys
    Given the prescription is
      | Patient age          | 82 |
      | Creatinine clearance | 25 |
    When Dose factor is evaluated
    Then the factor is 50%
