using AgentComputer.ReferenceBackend.Operations;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>A computer as a caller sees it.</summary>
/// <param name="Row">What is stored of it.</param>
/// <param name="State">Its state, in the words of the API.</param>
/// <param name="Operation">Its operation that has not ended, or the operation that the call has begun; null if there is none.</param>
internal sealed record ComputerView(ComputerRow Row, string State, OperationRow? Operation);
