namespace AgentComputer.ReferenceBackend.Operations;

/// <summary>What operations do. The contract names no kinds, so these are ours.</summary>
internal static class OperationKinds
{
    public const string CreateComputer = "computer.create";
    public const string StartComputer = "computer.start";
    public const string StopComputer = "computer.stop";
    public const string EnsureReady = "computer.ensure_ready";
    public const string ResizeComputer = "computer.resize";
    public const string DeleteComputer = "computer.delete";
    public const string CreateSnapshot = "snapshot.create";
    public const string DeleteSnapshot = "snapshot.delete";
    public const string RestoreSnapshot = "snapshot.restore";
    public const string CreatePort = "port.create";
    public const string DeletePort = "port.delete";
    public const string CreateMount = "mount.create";
    public const string DeleteMount = "mount.delete";
}
