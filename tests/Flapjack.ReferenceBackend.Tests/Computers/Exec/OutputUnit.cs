using System.Text;
using Flapjack.ReferenceBackend.Sse;
using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>The output of one command without a command: what is written here comes back as frames.</summary>
internal sealed class OutputUnit : IDisposable
{
    private static readonly ExecEvents Words = new(ComputerIdFields.Of(ComputerNaming.Both));

    private readonly string _folder = Directory.CreateTempSubdirectory("flapjack-output-").FullName;
    private readonly Journal _journal;
    private readonly ExecOutput _output;
    private readonly List<byte>[] _written = [[], []];

    public OutputUnit(long? cap)
    {
        _journal = new(Path.Combine(_folder, "journal"), new SseFormat(""));
        _output = new(new(_journal, Words), Path.Combine(_folder, "ring"), cap);
    }

    public byte[] Written(OutputKind kind) => [.. _written[(int)kind]];

    public long Total => _written[0].Count + _written[1].Count;

    public void Write(OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        _written[(int)kind].AddRange(bytes);
        _output.Write(kind, bytes);
    }

    public async Task<(List<SseFrame> Frames, ExecExit Exit)> EndAsync()
    {
        var exit = _output.End(new(0, null, false), TimeSpan.Zero);
        new ExecFrames(_journal, Words).End(Words.Exit(exit));
        _journal.Complete();
        using var reader = _journal.OpenReader();
        var text = Encoding.UTF8.GetString(await reader.ReadAllAsync());
        return ([.. text.WireFrames().Select(frame => new SseFrame(frame.TrimEnd('\n')))], exit);
    }

    public void Dispose()
    {
        _output.Dispose();
        _journal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
