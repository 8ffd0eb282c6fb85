using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Flapjack.ReferenceBackend.Audit;

/// <summary>A row as the store has it, which may have been tampered with. Its time is in milliseconds since 1970.</summary>
internal sealed record AuditRow(
    long Id,
    long At,
    string OrgId,
    string AgentId,
    string ActorKind,
    string ActorId,
    string Action,
    string? ExecId,
    long? ExitCode,
    long? DurationMs)
{
    /// <summary>SHA-256 over the hash of the row before and this row's fields, in lower-case hex.</summary>
    public string HashAfter(string previous) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        previous + Field(Id) + Field(At) + Field(OrgId) + Field(AgentId) + Field(ActorKind) + Field(ActorId) + Field(Action)
        + Field(ExecId) + Field(ExitCode) + Field(DurationMs))));

    public AuditEntry ToEntry() => new(
        Id, DateTimeOffset.FromUnixTimeMilliseconds(At), OrgId, AgentId, ActorKind, ActorId, Action, ExecId, (int?)ExitCode, DurationMs);

    // The length stands before the text, so that no text can be read as the end of one field and the beginning of the next.
    private static string Field(string? text) => text is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text)}:{text}");

    private static string Field(long? number) => Field(number?.ToString(CultureInfo.InvariantCulture));
}
