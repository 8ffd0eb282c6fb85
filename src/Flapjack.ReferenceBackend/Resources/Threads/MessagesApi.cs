using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Chat.Threads;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Chat.Turns;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Sse;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Threads;

/// <summary>The messages of a thread: send a message and read the answer, read the answer again, stop the answer.</summary>
internal sealed class MessagesApi(OrgTable<ThreadDocument> threads, TurnService turns, SseResponse stream, bool extensions) : IResource
{
    private const string Messages = "/api/threads/{threadId}/messages";

    public void Map(Routes routes)
    {
        var one = routes.AnyKey().For(call => (Call: call, Thread: threads.Find(call.OrgId, call["threadId"])));
        one.Map(HttpMethods.Post, Messages, (context, it) => SendAsync(context, it.Call, it.Thread), RouteFields.OfBody(MessageBody.Read));
        one.Post("/api/threads/{threadId}/stop", async it =>
        {
            await turns.StopThreadAsync(it.Thread.Id).ConfigureAwait(false);
            return new JsonObject { ["ok"] = true };
        });
        if (extensions)
        {
            one.Map(HttpMethods.Get, Messages + "/{turnId}/events", (context, it) => ResumeAsync(context, it.Thread));
            one.Delete(Messages + "/{turnId}", async it =>
            {
                await turns.StopAsync(it.Thread.Id, it.Call["turnId"]).ConfigureAwait(false);
                return new JsonObject { ["ok"] = true };
            });
            one.Map(HttpMethods.Delete, Messages, (context, it) => StopKeyAsync(context, it.Thread), RouteFields.OfQuery(query => query.RequiredText("key", RepeatHeaders.InvalidKey)));
        }
    }

    private async Task SendAsync(HttpContext context, Call call, OrgRow<ThreadDocument> thread)
    {
        var request = MessageBody.Read(await BodyReader.ReadAsync(context).ConfigureAwait(false));
        var allowance = extensions ? RepeatHeaders.DetachOf(context) : TimeSpan.Zero;
        if (ChatOverrides.IsEnabled(request.Overrides.Computer, configured: false))
        {
            // Otherwise a key without the scope could run commands for an agent whose configuration forbids that.
            call.Caller.Require(FlapjackScopes.SandboxAdmin);
        }

        request = request with { Key = extensions ? RepeatHeaders.KeyOf(context) : null };
        var (turn, isNew) = await turns.BeginAsync(Of(thread), call.Caller, request, context.RequestAborted).ConfigureAwait(false);
        var after = isNew || !extensions ? 0 : LastEventId.Read(context.Request, TurnJournals.PrefixOf(turn.Id));
        await CopyAsync(context, turn, after, allowance).ConfigureAwait(false);
    }

    private async Task ResumeAsync(HttpContext context, OrgRow<ThreadDocument> thread)
    {
        var allowance = RepeatHeaders.DetachOf(context);
        var turn = turns.Find(thread.Id, (string)context.GetRouteValue("turnId")!);
        await CopyAsync(context, turn, LastEventId.Read(context.Request, TurnJournals.PrefixOf(turn.Id)), allowance).ConfigureAwait(false);
    }

    private async Task CopyAsync(HttpContext context, Turn turn, long after, TimeSpan allowance)
    {
        using var attachment = LastEventId.Open(after, frame => turn.Attach(frame, allowance));
        if (allowance > TimeSpan.Zero)
        {
            // The caller wants the turn to run also if the connection breaks before the headers are sent.
            _ = turn.Start();
        }

        await stream.BeginAsync(context).ConfigureAwait(false);
        // If the caller has left by now, the turn is stopped before the model is asked.
        _ = turn.Start();
        await stream.CopyAsync(attachment.Reader, context, DocumentedFields.OfChat).ConfigureAwait(false);
    }

    private async Task StopKeyAsync(HttpContext context, OrgRow<ThreadDocument> thread)
    {
        await turns.StopKeyAsync(thread.OrgId, thread.Id, RepeatHeaders.KeyOfQuery(context)).ConfigureAwait(false);
        await context.WriteJsonAsync(new JsonObject { ["ok"] = true }).ConfigureAwait(false);
    }

    private static TurnThread Of(OrgRow<ThreadDocument> thread) => new(thread.Id, thread.OrgId, AgentOf(thread))
    {
        SystemPromptOverlay = thread.Document.SystemPromptOverlay,
        ResourceBindings = thread.Document.ResourceBindings is { ValueKind: JsonValueKind.Array } bindings ? [.. bindings.EnumerateArray()] : [],
        HasParticipants = thread.Document.Kind == ThreadKinds.Multiplayer,
    };

    private static string AgentOf(OrgRow<ThreadDocument> thread) => thread.Document.AgentId ?? throw new Refusal(
        RefusalKind.Contradiction, "THREAD_HAS_NO_AGENT", $"The thread '{thread.Id}' belongs to a step of a run that names no agent, so nobody answers in it. Create a thread of an agent.");
}
