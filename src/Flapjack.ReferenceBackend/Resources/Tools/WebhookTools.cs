using System.Buffers;
using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>
/// Gives each agent the custom tools of its organization, and a step without an agent the tools that are attached to its runner. The service documents that such
/// a tool is called by a signed POST; that every agent of the organization has every tool, and what is in the body, is ours.
/// </summary>
internal sealed class WebhookTools(OrgTable<ToolDocument> tools, AttachmentTable runnerTools, Organizations orgs, ToolPost post) : IToolSource
{
    // Models take no more tools than this, so the runner's tools and the oldest ones are offered.
    private const int MostTools = 128;

    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    // The post itself ends earlier, and says so.
    private static readonly TimeSpan Limit = ToolPost.Limit + TimeSpan.FromSeconds(5);

    public Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken) =>
        Task.FromResult(new ToolOffer([.. Merged(turn).Select(tool => ToolOf(tool.Document, turn))]));

    private IEnumerable<OrgRow<ToolDocument>> Merged(TurnScope turn)
    {
        // A tool that was deleted meanwhile is left out.
        var ofRunner = turn.RunnerId is { } runner ? runnerTools.List(runner).Take(MostTools).SelectMany(tool => tools.List(turn.OrgId, limit: 1, only: ("id", tool.ItemId))) : [];
        var ofAgent = IsWithoutAgent(turn) ? [] : tools.List(turn.OrgId, MostTools);
        return ofRunner.Concat(ofAgent).DistinctBy(tool => tool.Id).Take(MostTools);
    }

    private static bool IsWithoutAgent(TurnScope turn) => turn.RunnerId == turn.AgentId;

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
            json.WriteString("agentId"u8, IsWithoutAgent(turn) ? null : turn.AgentId);
            if (turn.RunnerId is { } runner)
            {
                json.WriteString("runnerId"u8, runner);
            }

            json.WriteString("threadId"u8, turn.ThreadId);
            json.WriteString("turnId"u8, turn.TurnId);
            json.WriteString("senderId"u8, turn.SenderId);
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }
}
