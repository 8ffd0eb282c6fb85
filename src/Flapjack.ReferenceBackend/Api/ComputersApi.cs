using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Computers;
using Flapjack.ReferenceBackend.Computers.Exec;
using Flapjack.ReferenceBackend.Sse;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>An agent's computer: its status, its bootstrap's log, its commands.</summary>
internal sealed class ComputersApi(KeyRing keys, AgentService agents, ComputerRegistry computers, ComputerNaming naming, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var computer = routes.MapGroup("/api/agents/{agentId}/computer");
        computer.MapGet("/status", StatusAsync);
        computer.MapGet("/bootstrap/stream", StreamBootstrapAsync);
        computer.MapPost("/exec", ExecAsync);
    }

    private Task StatusAsync(HttpContext context, string agentId)
    {
        var status = Find(context, agentId)?.GetStatus() ?? new() { Computer = new() { Status = ComputerLifecycleStatus.None } };
        return context.WriteJsonAsync(HttpContextJson.ToJson(status).Named(naming));
    }

    private async Task StreamBootstrapAsync(HttpContext context, string agentId)
    {
        using var log = Find(context, agentId)?.OpenBootstrapLog() ?? throw ApiError.NotFound($"Agent '{agentId}' has had no bootstrap.");
        await SseResponse.BeginAsync(context).ConfigureAwait(false);
        await SseResponse.CopyAsync(log, context, clock).ConfigureAwait(false);
    }

    private async Task ExecAsync(HttpContext context, string agentId)
    {
        var computer = Find(context, agentId);
        var request = ExecBody.Read(await context.ReadJsonAsync().ConfigureAwait(false));
        var exec = CreateExec(computer, request);
        try
        {
            using var reader = exec.OpenReader();
            await SseResponse.BeginAsync(context).ConfigureAwait(false);
            exec.Start();
            await SseResponse.CopyAsync(reader, context, clock).ConfigureAwait(false);
        }
        finally
        {
            // A caller who has left does not want the command any more.
            await computer!.EndExecAsync(exec).ConfigureAwait(false);
        }
    }

    private static ExecRun CreateExec(Computer? computer, ExecRequest request)
    {
        try
        {
            return computer?.CreateExec(request) ?? throw ApiError.NotReady("The agent has no computer; call from-template first.");
        }
        catch (ComputerUnavailableException e) when (e.Status == ComputerLifecycleStatus.Error || e.Status == ComputerLifecycleStatus.Destroyed)
        {
            throw ApiError.Destroyed($"The computer is in state '{e.Status}'; call from-template again with the same externalAppId.");
        }
        catch (ComputerUnavailableException e)
        {
            throw ApiError.NotReady($"The computer is in state '{e.Status}'; wait until it is ready.");
        }
        catch (DirectoryNotFoundException e)
        {
            throw ApiError.BadRequest("INVALID_WORKING_DIR", e.Message);
        }
    }

    private Computer? Find(HttpContext context, string agentId)
    {
        var caller = keys.Authenticate(context.Request);
        caller.Require(FlapjackScopes.SandboxAdmin);
        return computers.Find(agents.Find(caller, agentId).Id);
    }
}
