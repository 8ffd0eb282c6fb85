using AgentComputer.Sdk;

namespace AgentComputerSample;

/// <summary>A web server for a folder, on a free port of the computer, by Python or by Node, whichever the computer has.</summary>
internal sealed class DevServer : IAsyncDisposable
{
    private const string Python =
        """
        import functools, http.server, sys
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """;

    private const string Node =
        """
        const http = require("http"), fs = require("fs"), path = require("path");
        const server = http.createServer((request, answer) => answer.end(fs.readFileSync(path.join(process.argv[1], "index.html"))));
        server.listen(0, "127.0.0.1", () => console.log(server.address().port));
        """;

    private readonly ComputerProcess _process;

    private DevServer(ComputerProcess process, int port) => (_process, Port) = (process, port);

    /// <summary>The port on which the server listens.</summary>
    public int Port { get; }

    /// <summary>Starts the server, and waits until it listens: its first line is the number of its port.</summary>
    public static async Task<DevServer> StartAsync(ComputerProcesses processes, string folder, CancellationToken cancellationToken)
    {
        var process = await processes.StartAsync(await ProgramAsync(processes, folder, cancellationToken), cancellationToken);
        var line = "";
        await foreach (var item in process.Events.WithCancellation(cancellationToken))
        {
            line += item is ProcessOutputEvent { Source: var source } output && source == ProcessOutputSource.Stdout ? output.Text : "";
            if (line.EndsWith('\n'))
            {
                Console.WriteLine($"Process {process.Pid} serves the folder '{folder}' on port {line.Trim()}.");
                return new(process, int.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        throw new SampleException($"The dev server ended before it listened: {line}");
    }

    /// <summary>Ends the server, and waits for its end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _process.SignalAsync(ComputerProcessSignal.Terminate, cancellationToken);
        Console.WriteLine($"The dev server has ended: {(await _process.WaitAsync(cancellationToken)).Status}.");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<ComputerProcessStart> ProgramAsync(ComputerProcesses processes, string folder, CancellationToken cancellationToken)
    {
        var found = await processes.RunAsync(["sh", "-c", "command -v python3 || command -v node"], cancellationToken);
        return Path.GetFileName(found.Stdout.Trim()) switch
        {
            "python3" => new() { Command = "python3", Arguments = ["-c", Python, folder], Tag = "site", WorkingDirectory = "/home/node/workspace" },
            "node" => new() { Command = "node", Arguments = ["-e", Node, folder], Tag = "site", WorkingDirectory = "/home/node/workspace" },
            _ => throw new SampleException("The computer has neither python3 nor node, one of which serves the page."),
        };
    }
}
