using AgentComputer.ReferenceBackend.Connect;
using LocalComputers.Programs;
using Shared.Connect;
using Shared.Connect.Messages;

namespace AgentComputer.ReferenceBackend.Resources.Processes;

/// <summary>Writes input to a process: to its pipe as <c>stdin</c>, and to its terminal as <c>pty</c>.</summary>
internal static class ProcessInputs
{
    /// <exception cref="ConnectRefusal">The input is missing, or of the wrong kind.</exception>
    /// <exception cref="ProgramInputException">The process takes no input, or no more.</exception>
    public static Task WriteAsync(ProgramRun program, ProcessInput? input, CancellationToken cancellationToken) => input?.InputCase switch
    {
        ProcessInput.InputOneofCase.Stdin => WriteAsync(program, input.Stdin.Memory, isTerminal: false, cancellationToken),
        ProcessInput.InputOneofCase.Pty => WriteAsync(program, input.Pty.Memory, isTerminal: true, cancellationToken),
        _ => throw new ConnectRefusal(ConnectCodes.Unimplemented, "The message has no input: give stdin or pty."),
    };

    /// <inheritdoc cref="WriteAsync(ProgramRun, ProcessInput?, CancellationToken)"/>
    public static Task WriteAsync(ProgramRun program, ReadOnlyMemory<byte> bytes, bool isTerminal, CancellationToken cancellationToken) =>
        isTerminal == program.Request.Terminal is not null
            ? program.WriteInputAsync(bytes, cancellationToken)
            : throw new ConnectRefusal(ConnectCodes.Internal, isTerminal ? "The process has no terminal: send its input as stdin." : "The process runs on a terminal: send its input as pty.");
}
