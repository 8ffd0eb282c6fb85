using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using LocalComputers.Shells;

namespace AgentComputer.ReferenceBackend.Words;

/// <summary>The words for commands of a login shell, which this API does not have: its programs are started without a shell, and keep no journal.</summary>
internal sealed class NoCommands : ExecWords
{
    public override void Started(Journal journal, string execId, string computerId) => throw None();

    public override void Chunk(Journal journal, OutputKind kind, ReadOnlySpan<byte> bytes) => throw None();

    public override void Dropped(Journal journal, OutputKind kind, long fromByte, long toByte) => throw None();

    public override ExecEnd Exit(ExecExit exit) => throw None();

    public override ExecEnd Failed(ExecFailure failure, string detail) => throw None();

    public override bool IsEnd(LastFrame frame) => false;

    public override ExecEnd? EndOf(LastFrame frame) => null;

    public override ExecEnd? EndOf(string? outcome) => null;

    private static InvalidOperationException None() => new("This backend takes no commands of a login shell.");
}
