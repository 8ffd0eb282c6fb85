namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>What a command says, as frames of its journal.</summary>
internal sealed class ExecFrames(Journal journal, ComputerNaming naming) : IShellOutput
{
    public void Started(string execId, string computerId) => journal.Append("exec_started"u8, (execId, computerId, naming), static (json, state) =>
    {
        json.WriteString("execId"u8, state.execId);
        if (state.naming != ComputerNaming.Computer)
        {
            json.WriteString("sandboxId"u8, state.computerId);
        }

        if (state.naming != ComputerNaming.Sandbox)
        {
            json.WriteString("computerId"u8, state.computerId);
        }
    });

    public void Write(OutputKind kind, ReadOnlySpan<byte> bytes) => journal.Append(
        kind == OutputKind.Stdout ? "stdout"u8 : "stderr"u8, bytes, static (json, bytes) => json.WriteString("chunk"u8, bytes));

    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => journal.WaitForRoomAsync(cancellationToken);

    public void Exit(ShellExit exit, TimeSpan duration) => journal.Append("exit"u8, (exit, duration), static (json, state) =>
    {
        json.WriteBoolean("ok"u8, state.exit.ExitCode == 0);
        json.WriteNumber("exitCode"u8, state.exit.ExitCode);
        json.WriteNumber("durationMs"u8, (long)state.duration.TotalMilliseconds);
        json.WriteBoolean("truncated"u8, false);
    });

    public void Error(string code, string detail) => journal.Append("error"u8, (code, detail), static (json, state) =>
    {
        json.WriteString("code"u8, state.code);
        json.WriteString("detail"u8, state.detail);
    });
}
