namespace Shared.Hosting.Faults;

/// <summary>The fault that a request is to meet.</summary>
/// <param name="Fault">The fault, as it was drawn for this request.</param>
/// <param name="Record">Given the time, records that the fault has come about.</param>
internal sealed record ChosenFault(AnswerFault Fault, Action<DateTimeOffset> Record);
