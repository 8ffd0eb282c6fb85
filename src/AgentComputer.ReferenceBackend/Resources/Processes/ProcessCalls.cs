using AgentComputer.ReferenceBackend.Connect;
using LocalComputers.Programs;
using Shared.Connect;
using Shared.Connect.Messages;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Processes;

/// <summary>The methods that take one message and answer one.</summary>
internal sealed class ProcessCalls(GatewayComputers computers, Additions additions)
{
    /// <summary>The processes that run.</summary>
    public Task<ListResponse> ListAsync(Call call)
    {
        var answer = new ListResponse();
        answer.Processes.AddRange(computers.Live(call).Select(InfoOf));
        return Task.FromResult(answer);
    }

    /// <summary>Gives the terminal of a process another size; nothing happens if the request has none.</summary>
    public Task<UpdateResponse> UpdateAsync(Call call, UpdateRequest request)
    {
        var program = computers.FindLive(call, request.Process);
        return request.Pty is null || program.Resize(StartRequests.SizeOf(request.Pty))
            ? Task.FromResult(new UpdateResponse())
            : throw new ConnectRefusal(ConnectCodes.Internal, "The process runs on no terminal, so it has no size. Start it with pty.");
    }

    public async Task<SendInputResponse> SendInputAsync(Call call, SendInputRequest request, CancellationToken cancellationToken)
    {
        await ProcessInputs.WriteAsync(computers.FindLive(call, request.Process), request.Input, cancellationToken).ConfigureAwait(false);
        return new();
    }

    /// <summary>Sends SIGTERM or SIGKILL to a process, and to what it has started only if the caller says so.</summary>
    public async Task<SendSignalResponse> SendSignalAsync(Call call, SendSignalRequest request)
    {
        var meansTree = additions.MeansTree(call.Http.Request);
        var program = computers.FindLive(call, request.Process);
        if (request.Signal is not (Signal.Sigterm or Signal.Sigkill))
        {
            throw new ConnectRefusal(ConnectCodes.Unimplemented, $"The signal {(int)request.Signal} is not sent: only SIGNAL_SIGTERM (15) and SIGNAL_SIGKILL (9) are.");
        }

        var signal = (int)request.Signal;
        return (meansTree ? await program.SignalTreeAsync(signal).ConfigureAwait(false) : program.Signal(signal))
            ? new()
            : throw new ConnectRefusal(ConnectCodes.NotFound, $"The process {program.Id} has ended.");
    }

    public async Task<CloseStdinResponse> CloseStdinAsync(Call call, CloseStdinRequest request, CancellationToken cancellationToken)
    {
        await computers.FindLive(call, request.Process).CloseInputAsync(cancellationToken).ConfigureAwait(false);
        return new();
    }

    private static ProcessInfo InfoOf(ProgramRun program)
    {
        var request = program.Request;
        var info = new ProcessInfo { Pid = (uint)program.Id, Config = new() { Cmd = request.FileName } };
        info.Config.Args.AddRange(request.Arguments);
        foreach (var (name, value) in request.Environment)
        {
            info.Config.Envs[name] = value;
        }

        if (request.WorkingDirectory is { } folder)
        {
            info.Config.Cwd = folder;
        }

        if (request.Tag is { } tag)
        {
            info.Tag = tag;
        }

        return info;
    }
}
