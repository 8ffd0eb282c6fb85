using AgentComputer.ReferenceBackend.Computers;

namespace AgentComputer.ReferenceBackend.Resources.Capacity;

/// <summary>What a caller wants to have room for.</summary>
/// <param name="Size">The size.</param>
/// <param name="ComputerId">The computer that is to have the size: what it has now counts as free. Null for a new computer.</param>
/// <param name="ExcludedComputerId">A computer that goes: what it has counts as free. Null for none.</param>
internal sealed record AskedCapacity(AskedSize Size, string? ComputerId, string? ExcludedComputerId);
