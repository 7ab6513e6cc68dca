Feature: Appraisal
  Background:
    Given today is 2026-06-01

  Scenario: a good proposal
    Given the proposal is
      | Quality of the plan | excellent |
      | People reached      | 1000      |
      | Amount requested    | 20000     |
      | Led by women        | yes       |
      | Budget is clear     | yes       |
    When Appraisal is evaluated
    Then the dimension Merit has 10 points
    And the dimension Economy has 10 points
    And the rating is fund

  Scenario: too young
    Given the applicant is
      | Legally registered | true       |
      | Founded on         | 2026-02-01 |
    And the proposal is
      | Amount requested | 4000 |
    When Eligibility is evaluated
    Then the answer is not eligible
