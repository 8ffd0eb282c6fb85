namespace AgentComputer.ReferenceBackend;

/// <summary>A fault that happened.</summary>
/// <param name="Fault">The fault, as it was added to the plan.</param>
/// <param name="What">What happened, such as <c>ResetAfter(57)</c>; for a random fault, with the numbers that were drawn.</param>
/// <param name="Method">The request's method, such as <c>POST</c>.</param>
/// <param name="Path">The request's path, without its query.</param>
/// <param name="At">When, by <see cref="AgentComputerBackendOptions.TimeProvider"/>.</param>
public sealed record FiredFault(Fault Fault, string What, string Method, string Path, DateTimeOffset At);
