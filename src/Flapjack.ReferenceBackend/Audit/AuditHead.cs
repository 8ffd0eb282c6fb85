namespace Flapjack.ReferenceBackend;

/// <summary>Where the audit log ended at some moment. Whoever keeps it elsewhere can tell later whether anything up to there was changed or cut off.</summary>
/// <param name="Id">The last row's number; 0 when there was none yet.</param>
/// <param name="Hash">The last row's hash, over it and all before it: 64 digits of lower-case hex.</param>
public sealed record AuditHead(long Id, string Hash)
{
    /// <summary>Before the first row.</summary>
    internal static AuditHead Start { get; } = new(0, new('0', 64));
}
