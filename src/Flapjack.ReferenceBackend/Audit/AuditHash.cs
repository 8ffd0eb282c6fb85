using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Flapjack.ReferenceBackend.Audit;

/// <summary>The hash of a row of the audit log. It covers every field of the row, and the hash of the row before, so that each row vouches for all earlier rows.</summary>
internal static class AuditHash
{
    /// <summary>SHA-256 over the hash of the row before and the fields of this row, in lower-case hex.</summary>
    public static string Of(AuditRow row, string previous) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        previous + Field(row.Id) + Field(row.At) + Field(row.OrgId) + Field(row.AgentId) + Field(row.ActorKind) + Field(row.ActorId) + Field(row.Action)
        + Field(row.ExecId) + Field(row.ExitCode) + Field(row.DurationMs))));

    // The length stands before the text, so that no text can be read as the end of one field and the beginning of the next.
    private static string Field(string? text) => text is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text)}:{text}");

    private static string Field(long? number) => Field(number?.ToString(CultureInfo.InvariantCulture));
}
