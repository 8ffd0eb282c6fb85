using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Connect;
using AgentComputer.ReferenceBackend.Sessions;
using LocalComputers.Computers;
using LocalComputers.Programs;
using Shared.Connect;
using Shared.Connect.Messages;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Processes;

/// <summary>Finds the computer that a session opens, and the programs on it.</summary>
internal sealed class GatewayComputers(SessionTable sessions, ComputerRowTable rows, ComputerService computers)
{
    /// <exception cref="Shared.Hosting.Refusals.Refusal">The computer does not run, or is gone.</exception>
    public Computer Running(Call call) => computers.Running(RowOf(call));

    /// <summary>The programs that run on the computer; none if the computer does not run.</summary>
    public IReadOnlyList<ProgramRun> Live(Call call) => computers.OfEngine(RowOf(call)).Programs.Live;

    /// <summary>The program that a selector means, also if it has ended a short time ago.</summary>
    /// <exception cref="ConnectRefusal">There is no such program, or the selector selects nothing.</exception>
    public ProgramRun Find(Call call, ProcessSelector? selector)
    {
        var programs = computers.OfEngine(RowOf(call)).Programs;
        return selector?.SelectorCase switch
        {
            ProcessSelector.SelectorOneofCase.Pid => (selector.Pid <= int.MaxValue ? programs.Find((int)selector.Pid) : null)
                ?? throw new ConnectRefusal(ConnectCodes.NotFound, $"No process with the pid {selector.Pid} runs on this computer."),
            ProcessSelector.SelectorOneofCase.Tag => programs.Find(selector.Tag)
                ?? throw new ConnectRefusal(ConnectCodes.NotFound, $"No process with the tag '{selector.Tag}' runs on this computer."),
            _ => throw new ConnectRefusal(ConnectCodes.Unimplemented, "The request selects no process: give its pid or its tag."),
        };
    }

    /// <summary>The same for a program that must still run.</summary>
    /// <exception cref="ConnectRefusal">No such program runs, or the selector selects nothing.</exception>
    public ProgramRun FindLive(Call call, ProcessSelector? selector) => Find(call, selector) is { Ended.IsCompleted: false } program
        ? program
        : throw new ConnectRefusal(ConnectCodes.NotFound, $"The process {selector} has ended.");

    private ComputerRow RowOf(Call call) => sessions.ComputerOf(call.Caller.Id) is { } id
        ? rows.Find(call.OrgId, id)
        : throw new ConnectRefusal(ConnectCodes.NotFound, "The computer of this session is gone.");
}
