using System.Text;
using LocalComputers.Files;
using LocalComputers.Processes;
using LocalComputers.Processes.Groups;
using LocalComputers.Programs;
using LocalComputers.Shells;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalComputers.Tests.Programs;

/// <summary>A computer of one test's own, without a door, on which programs can be started; whatever the test leaves running is gone afterwards.</summary>
public abstract class ProgramRoom : IAsyncLifetime
{
    private static readonly HostNames Names = new("Roomtest");

    private readonly TempFolder _temp = new();
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly ControlGroups _groups = new(null, null, "room-", NullLogger.Instance);
    private readonly ComputerProcessServices _services;
    private readonly List<ProgramRun> _programs = [];

    private protected ProgramRoom(TimeProvider? clock = null)
    {
        Host = new(NullLogger.Instance);
        _services = new(Host, _groups, Names, TimeSpan.FromMilliseconds(200));
        Folder = new(Path.Combine(_temp.Path, "computer"));
        Processes = new(_services, _id, Folder.Root);
        Starter = new(Host, clock ?? TimeProvider.System, Names, isolation: null);
    }

    private protected ProcessHost Host { get; }

    private protected ComputerFolder Folder { get; }

    private protected ComputerProcesses Processes { get; }

    private protected ProgramStarter Starter { get; }

    private protected IReadOnlyDictionary<string, string> Variables => ComputerEnvironment.Of(_id, Folder, ComputerEnvironment.DefaultPath, Names);

    public async Task InitializeAsync() => await Folder.ResetAsync();

    public virtual async Task DisposeAsync()
    {
        await Task.WhenAll(_programs.Select(program => program.SignalTreeAsync(9)));
        await Task.WhenAll(_programs.Select(program => program.Ended));
        await Processes.StopAllAsync();
        await Host.DisposeAsync();
        _groups.Dispose();
        _temp.Dispose();
    }

    private protected (ProgramRun Program, ProgramReader Reader) Start(ProgramRequest request, params EnvVar[] usersVariables)
    {
        var program = Starter.Start(request, Processes, Folder, Variables, usersVariables);
        _programs.Add(program);
        var reader = program.Attach();
        program.Begin(_ => { });
        return (program, reader);
    }

    private protected (ProgramRun Program, ProgramReader Reader) Bash(string script, Func<ProgramRequest, ProgramRequest>? with = null)
    {
        var request = new ProgramRequest("bash", ["-c", script]);
        return Start(with?.Invoke(request) ?? request);
    }

    private protected static async Task<byte[]> ReadAllAsync(ProgramReader reader, ProgramStream? only = null)
    {
        using var all = new MemoryStream();
        while (await reader.WaitAsync(CancellationToken.None).AsTask().WaitAsync(Limit.Time))
        {
            while (reader.TryTake(out var piece))
            {
                if (only is null || piece.Stream == only)
                {
                    all.Write(piece.Bytes.Span);
                }
            }
        }

        return all.ToArray();
    }

    private protected static async Task<string> ReadTextAsync(ProgramReader reader, ProgramStream? only = null) =>
        Encoding.UTF8.GetString(await ReadAllAsync(reader, only));

    /// <summary>Reads until a text has come, and returns all that came.</summary>
    private protected static async Task<string> ReadUntilAsync(ProgramReader reader, string text)
    {
        var all = new StringBuilder();
        while (!all.ToString().Contains(text, StringComparison.Ordinal))
        {
            (await reader.WaitAsync(CancellationToken.None).AsTask().WaitAsync(Limit.Time)).Should().BeTrue($"'{text}' has to come, and not only '{all}'");
            while (reader.TryTake(out var piece))
            {
                all.Append(Encoding.UTF8.GetString(piece.Bytes.Span));
            }
        }

        return all.ToString();
    }

    private protected static Task<ProgramEnd> EndOf(ProgramRun program) => program.Ended.WaitAsync(Limit.Time);

    private protected static Task TypeAsync(ProgramRun program, string text) => program.WriteInputAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None).WaitAsync(Limit.Time);
}
