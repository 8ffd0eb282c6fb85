namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>Something is wrong with a database or with a call for it.</summary>
/// <param name="reason">What is wrong, in sentences without secrets, for whoever reads the trace or for the agent.</param>
internal sealed class DatabaseFault(string reason) : Exception(reason);
