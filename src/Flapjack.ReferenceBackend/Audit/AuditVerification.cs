using System.Diagnostics.CodeAnalysis;

namespace Flapjack.ReferenceBackend;

/// <summary>What <see cref="FlapjackBackend.VerifyAuditLogAsync"/> found.</summary>
/// <param name="Head">The last row that is sound; the end of the log if the log is intact. Keep it for the next check.</param>
/// <param name="Fault">What is wrong; null if the log is intact.</param>
/// <param name="RowId">The row that is wrong; null if the log is intact.</param>
/// <param name="Detail">The same as a sentence.</param>
public sealed record AuditVerification(AuditHead Head, AuditFault? Fault, long? RowId, string Detail)
{
    /// <summary>Whether the log is the log that was written.</summary>
    [MemberNotNullWhen(false, nameof(Fault), nameof(RowId))]
    public bool IsIntact => Fault is null;
}
