namespace Flapjack.ReferenceBackend;

/// <summary>Where the audit log ended at some moment. If you keep it elsewhere, you can check later whether any row up to there was changed or cut off.</summary>
/// <param name="Id">The last row's number; 0 if the log had no row yet.</param>
/// <param name="Hash">The last row's hash, which covers the row and all rows before it: 64 digits of lower-case hex.</param>
public sealed record AuditHead(long Id, string Hash)
{
    /// <summary>Before the first row.</summary>
    internal static AuditHead Start { get; } = new(0, new('0', 64));
}
