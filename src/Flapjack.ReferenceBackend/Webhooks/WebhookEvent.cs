using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>Something that happened to an agent's computer, as its webhook tells it.</summary>
/// <param name="Event">The event's name, for example <c>bootstrap.succeeded</c>.</param>
/// <param name="AgentId">The agent.</param>
/// <param name="OrgId">The agent's organization.</param>
/// <param name="ExternalAppId">The caller's own id of the agent; null if the caller gave none.</param>
/// <param name="ComputerId">The computer; null if none was ever created.</param>
/// <param name="BootstrapRunId">The bootstrap run that the event is about; null for other events.</param>
/// <param name="ExitCode">The exit code of the bootstrap; null if it never ran, and for other events.</param>
/// <param name="OccurredAt">When it happened; written in UTC with milliseconds.</param>
internal sealed record WebhookEvent(
    string Event,
    string AgentId,
    string OrgId,
    string? ExternalAppId,
    string? ComputerId,
    string? BootstrapRunId,
    int? ExitCode,
    DateTimeOffset OccurredAt)
{
    /// <summary>Whether the body carries <c>computerId</c> beside the documented <c>sandboxId</c>.</summary>
    public bool NamesComputerId { get; init; } = true;

    /// <summary>Writes the body of the webhook: all fields, in the order of the documentation.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event", Event);
            json.WriteString("agentId", AgentId);
            json.WriteString("orgId", OrgId);
            json.WriteString("externalAppId", ExternalAppId);
            json.WriteString("sandboxId", ComputerId);
            json.WriteString("bootstrapRunId", BootstrapRunId);
            WriteExitCode(json);
            json.WriteString("occurredAt", OccurredAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            if (NamesComputerId)
            {
                // The newer name of the same id. It comes last, because receivers that know only the documented fields don't read this far.
                json.WriteString("computerId", ComputerId);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteExitCode(Utf8JsonWriter json)
    {
        if (ExitCode is { } exitCode)
        {
            json.WriteNumber("exitCode", exitCode);
        }
        else
        {
            json.WriteNull("exitCode");
        }
    }
}
