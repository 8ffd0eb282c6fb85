using System.Diagnostics;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Limits;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Computers;
using LocalComputers.Computers.Exec;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Commands on an agent's computer: run one, read it again, stop it.</summary>
internal sealed class ExecApi(AgentRoutes agentRoutes, SseResponse stream, bool extensions) : IResource
{
    public void Map(Routes routes)
    {
        var agents = agentRoutes.Of(routes.Scope(FlapjackScopes.SandboxAdmin));
        const string Execs = "/api/agents/{agentId}/computer/exec";
        agents.Map(HttpMethods.Post, Execs, RunAsync, RouteFields.OfBody(body => ExecBody.Read(body, null)));
        if (extensions)
        {
            agents.Map(HttpMethods.Get, Execs + "/{execId}", ResumeAsync);
            agents.Map(HttpMethods.Delete, Execs + "/{execId}", StopAsync);
            agents.Map(HttpMethods.Delete, Execs, StopKeyAsync, RouteFields.OfQuery(query => query.RequiredText("key", RepeatHeaders.InvalidKey)));
        }
    }

    private async Task RunAsync(HttpContext context, AgentCall call)
    {
        var (caller, agent, computer) = call;
        var request = ExecBody.Read(await BodyReader.ReadAsync(context).ConfigureAwait(false), KeyOf(context));
        var detach = DetachOf(context);
        // The header is read before the key is bound, so that a refused request never binds it.
        var after = extensions ? LastEventId.Read(context.Request, "") : 0;
        if (computer is null)
        {
            throw NotReady("The agent has no computer. An agent that from-template creates has a computer; any other agent gets one when it first uses a tool of its computer in a chat.");
        }

        try
        {
            var (run, isNew) = await AddOrFindAsync(computer, agent.OrgId, caller.Actor, request, context.RequestAborted).ConfigureAwait(false);
            if (!isNew)
            {
                Link(run);
            }

            using var attachment = LastEventId.Open(isNew ? 0 : after, frame => run.Attach(frame, detach));
            await stream.BeginAsync(context).ConfigureAwait(false);
            // If the caller has left by now, the command is not started; a repeat with its key starts it.
            _ = run.Start();
            await stream.CopyAsync(attachment.Reader, context).ConfigureAwait(false);
        }
        catch (ExecGoneException e)
        {
            await TellOutcomeAsync(context, e.Record).ConfigureAwait(false);
        }
    }

    private async Task ResumeAsync(HttpContext context, AgentCall call)
    {
        var detach = DetachOf(context);
        try
        {
            var run = FindExec(context, call);
            Link(run);
            using var attachment = LastEventId.Open(LastEventId.Read(context.Request, ""), after => run.Attach(after, detach));
            await stream.BeginAsync(context).ConfigureAwait(false);
            await stream.CopyAsync(attachment.Reader, context).ConfigureAwait(false);
        }
        catch (ExecGoneException e)
        {
            await TellOutcomeAsync(context, e.Record).ConfigureAwait(false);
        }
    }

    private async Task StopAsync(HttpContext context, AgentCall call)
    {
        try
        {
            await FindExec(context, call).StopAsync().ConfigureAwait(false);
        }
        catch (ExecGoneException)
        {
            // The command has ended already, so there is nothing to stop.
        }

        await context.WriteJsonAsync(new JsonObject { ["ok"] = true }).ConfigureAwait(false);
    }

    private async Task StopKeyAsync(HttpContext context, AgentCall call)
    {
        var key = RepeatHeaders.KeyOfQuery(context);
        if (call.Computer is { } computer)
        {
            await computer.StopKeyAsync(call.Agent.OrgId, key).ConfigureAwait(false);
        }

        await context.WriteJsonAsync(new JsonObject { ["ok"] = true }).ConfigureAwait(false);
    }

    private static async Task<(ExecRun Run, bool IsNew)> AddOrFindAsync(
        Computer computer, string orgId, Actor actor, ExecRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await computer.AddOrFindExecAsync(orgId, actor, request, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyReusedException)
        {
            throw new Refusal(
                RefusalKind.Contradiction, "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another command, timeout or working directory.");
        }
        catch (ComputerUnavailableException e) when (e.Phase == ComputerPhase.Error || e.Phase == ComputerPhase.Destroyed)
        {
            throw Destroyed($"The computer is in state '{e.Phase}'; call from-template again with the same externalAppId.");
        }
        catch (ComputerUnavailableException e)
        {
            throw NotReady($"The computer is in state '{e.Phase}'; wait until it is ready.");
        }
        catch (LimitExceededException e)
        {
            throw new Refusal(RefusalKind.LimitReached, "RATE_LIMITED", e.Message) { Reason = e.Reason, RetryAfterSeconds = e.RetryAfterSeconds };
        }
        catch (NoSuchDirectoryException)
        {
            throw ExecBody.NoSuchWorkingDir(request.WorkingDir);
        }
    }

    /// <summary>Answers for a command whose journal is gone: with the recorded outcome or, if nobody knows it, with a stream that says so.</summary>
    private async Task TellOutcomeAsync(HttpContext context, ExecRecord record)
    {
        if (record.Outcome is null)
        {
            await stream.BeginAsync(context).ConfigureAwait(false);
            await SseResponse.WriteErrorAsync(context, ExecEvents.UnknownCode, "The backend ended while the command ran; nobody knows how it went.").ConfigureAwait(false);
            return;
        }

        throw Refusal.Gone(
            "EXEC_EXPIRED", $"The command {record.Id} has ended and is not run again; its output is no longer kept.", JsonNode.Parse(record.Outcome)!.AsObject());
    }

    /// <summary>Leads from the trace of a request that reads a command again to the command, which may belong to another trace.</summary>
    private static void Link(ExecRun run)
    {
        if (Activity.Current is { IsAllDataRequested: true } request && run.Trace is { } trace)
        {
            request.AddLink(new(trace.Context));
        }
    }

    private static Refusal NotReady(string detail) => new(RefusalKind.NotReady, "SANDBOX_NOT_READY", detail);

    private static Refusal Destroyed(string detail) => Refusal.Gone("SANDBOX_DESTROYED", detail);

    private string? KeyOf(HttpContext context) => extensions ? RepeatHeaders.KeyOf(context) : null;

    private TimeSpan DetachOf(HttpContext context) => extensions ? RepeatHeaders.DetachOf(context) : TimeSpan.Zero;

    private static ExecRun FindExec(HttpContext context, AgentCall call)
    {
        var execId = (string)context.GetRouteValue("execId")!;
        return call.Computer?.FindExec(execId) ?? throw Refusal.NotFound($"There is no command '{execId}' on this agent's computer.");
    }
}
