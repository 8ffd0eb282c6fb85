namespace AgentComputer.ReferenceBackend.Operations;

/// <summary>Why an operation failed, in words for the caller.</summary>
internal sealed class OperationFailure(string message) : Exception(message);
