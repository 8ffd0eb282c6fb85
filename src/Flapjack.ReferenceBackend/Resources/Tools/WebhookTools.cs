using System.Buffers;
using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>
/// Gives each agent the custom tools of its organization. The service documents that such a tool is called by a signed POST; that every agent of the
/// organization has every tool, and what is in the body, is ours.
/// </summary>
internal sealed class WebhookTools(OrgTable<ToolDocument> tools, Organizations orgs, ToolPost post) : IToolSource
{
    // Models take no more tools than this, so the oldest ones are offered.
    private const int MostTools = 128;

    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    // The post itself ends earlier, and says so.
    private static readonly TimeSpan Limit = ToolPost.Limit + TimeSpan.FromSeconds(5);

    public Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken) =>
        Task.FromResult(new ToolOffer([.. tools.List(turn.OrgId, MostTools).Select(tool => ToolOf(tool.Document, turn))]));

    private AgentTool ToolOf(ToolDocument tool, TurnScope turn) =>
        new(tool.Name, tool.Description ?? "", tool.Parameters ?? NoParameters, (call, cancellationToken) => CallAsync(tool, turn, call, cancellationToken))
        {
            SpanKind = "webhook",
            Limit = Limit,
        };

    private Task<ToolOutcome> CallAsync(ToolDocument tool, TurnScope turn, AgentToolCall call, CancellationToken cancellationToken)
    {
        var body = BodyOf(tool, turn, call);
        // The secret is the newest one, because a call is made now and is not tried again.
        return post.SendAsync(tool, body, orgs.WebhookSecretOf(turn.OrgId), cancellationToken);
    }

    private static byte[] BodyOf(ToolDocument tool, TurnScope turn, AgentToolCall call)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("tool"u8, tool.Name);
            json.WriteString("callId"u8, call.Id);
            json.WritePropertyName("arguments"u8);
            // As the model wrote them, whatever is in them.
            json.WriteRawValue(call.Arguments.GetRawText());
            json.WriteString("orgId"u8, turn.OrgId);
            json.WriteString("agentId"u8, turn.AgentId);
            json.WriteString("threadId"u8, turn.ThreadId);
            json.WriteString("turnId"u8, turn.TurnId);
            json.WriteString("senderId"u8, turn.SenderId);
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }
}
