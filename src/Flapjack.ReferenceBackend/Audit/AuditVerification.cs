using System.Diagnostics.CodeAnalysis;

namespace Flapjack.ReferenceBackend;

/// <summary>What <see cref="FlapjackBackend.VerifyAuditLogAsync"/> found.</summary>
/// <param name="Head">The last row that was found sound; of an intact log its end. Keep it for the next time.</param>
/// <param name="Fault">What is wrong; null when nothing is.</param>
/// <param name="RowId">Which row it is about; null when nothing is wrong.</param>
/// <param name="Detail">The same as a sentence.</param>
public sealed record AuditVerification(AuditHead Head, AuditFault? Fault, long? RowId, string Detail)
{
    /// <summary>Whether the log is what was written.</summary>
    [MemberNotNullWhen(false, nameof(Fault), nameof(RowId))]
    public bool IsIntact => Fault is null;
}
