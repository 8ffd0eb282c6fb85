using System.Text;
using LocalComputers.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalComputers.Tests.Processes;

/// <summary>A host, a folder and a marker of one test's own; whatever the test leaves running is gone afterwards.</summary>
public abstract class ProcessRoom : IAsyncLifetime
{
    private const string MarkerName = "TEST_ROOM";

    private readonly string _marker = Guid.NewGuid().ToString();

    private protected ProcessRoom(string? whyPortable = null)
    {
        Table = new ProcessTable(NullLogger.Instance);
        Host = new ProcessHost(NullLogger.Instance, whyPortable, Table);
        Tree = new ProcessTree(Host);
    }

    protected string Folder { get; } = Directory.CreateTempSubdirectory("flapjack-processes-").FullName;

    private protected ProcessTable Table { get; }

    private protected ProcessHost Host { get; }

    private protected ProcessTree Tree { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        await Tree.KillAsync(Scope(root: null), CancellationToken.None);
        await Host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private protected (string Name, string Value) Marker => (MarkerName, _marker);

    private protected ProcessScope Scope(ChildProcess? root) => new() { Markers = [$"{MarkerName}={_marker}"], RootProcessId = root?.Id };

    private protected ChildProcess Bash(string script) => Start("/bin/bash", "-c", script);

    private protected ChildProcess Start(string fileName, params string[] arguments) => Host.Start(new ProcessStart
    {
        FileName = fileName,
        Arguments = arguments,
        WorkingDirectory = Folder,
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", [MarkerName] = _marker },
    });

    /// <summary>Runs the script to its end and to the end of both its outputs.</summary>
    private protected async Task<(string Output, string Error, ProcessExit Exit)> RunAsync(string script)
    {
        await using var child = Bash(script);
        var output = ReadToEndAsync(child.StandardOutput);
        var error = ReadToEndAsync(child.StandardError);
        return (await output, await error, await child.Exited);
    }

    private protected static async Task<string> ReadToEndAsync(PipeReadEnd pipe)
    {
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        while (await pipe.ReadAsync(buffer, CancellationToken.None) is var count and > 0)
        {
            text.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private protected static async Task<string> ReadLineAsync(PipeReadEnd pipe)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await pipe.ReadAsync(one, CancellationToken.None) > 0 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString();
    }

    private protected bool IsAlive(int processId) => Table.Find(processId) is { IsZombie: false };
}
