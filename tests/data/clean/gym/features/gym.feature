Feature: Gym
  Scenario: BMI in the middle is best
    Given today is 2026-05-01
    And the member is
      | Height | 180 |
      | Weight | 75  |
      | Date of birth | 1990-01-01 |
    And the member has these Visits
      | on         |
      | 2026-04-01 |
    When Fitness score is evaluated
    Then the criterion bmi has 10 points
