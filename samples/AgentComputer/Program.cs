// Drives a computer of Agent Computer from start to end: create it, write a file, start a dev server, publish its port and fetch it, take a snapshot,
// stop the computer, read the file while it is stopped, restore the snapshot into a second computer, talk to a shell in its terminal, delete both.
// Without COMPUTER_API_KEY it does so on a backend inside this process, with real local processes; with it, on the hosted service.
using AgentComputer.ReferenceBackend;
using AgentComputer.Sdk;
using AgentComputerSample;

using var interrupted = new Interruption();
var cancellationToken = interrupted.Token;
var made = new List<string>();
string? snapshot = null;

try
{
    await RunAsync();
    return 0;
}
catch (Exception e) when (e is AgentComputerException or HttpRequestException or SampleException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Interrupted.");
    return 130;
}

async Task RunAsync()
{
    string?[] keys = [Environment.GetEnvironmentVariable("COMPUTER_API_KEY"), Environment.GetEnvironmentVariable("AGENTCOMPUTER_API_KEY")];
    var usesService = keys.Any(key => !string.IsNullOrEmpty(key));
    await using var backend = usesService ? null : await AgentComputerBackend.StartAsync(
        new() { ComputerPath = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin" }, cancellationToken);
    using var client = backend?.CreateClient() ?? new AgentComputerClient(new AgentComputerClientOptions());
    Console.WriteLine(backend is null ? "Talking to the hosted service." : $"A backend listens on {backend.BaseAddress} (inside this process).");
    try
    {
        var computerId = await CreateAsync(client);
        await ServeAsync(client, computerId);
        var snapshotId = await SnapshotAsync(client, computerId);
        await StopAndReadAsync(client, computerId);
        await Terminal.TalkAsync(client, await RestoreAsync(client, snapshotId), cancellationToken);
    }
    finally
    {
        // An interrupted program deletes what it has made as well: a snapshot stays, and costs, also without its computer.
        foreach (var computerId in made)
        {
            await DeleteAsync(client, computerId);
        }

        if (snapshot is not null)
        {
            await DeleteSnapshotAsync(client, snapshot);
        }
    }
}

async Task<string> CreateAsync(AgentComputerClient client)
{
    Heading("Create a computer");
    var created = await client.CreateComputerAsync(new() { DisplayName = "Sample", SizePreset = "ram-2g" }, cancellationToken);
    made.Add(created.Computer.Id);
    var computer = await client.WaitUntilRunningAsync(created.Computer.Id, cancellationToken: cancellationToken);
    Console.WriteLine($"The computer '{computer.Handle}' is {computer.State}.");
    return computer.Id;
}

async Task ServeAsync(AgentComputerClient client, string computerId)
{
    Heading("Write a file, and serve it");
    await client.WriteTextFileAsync(computerId, "site/index.html", "<h1>Hello from the computer</h1>\n", cancellationToken: cancellationToken);
    await using var processes = await client.OpenProcessesAsync(computerId, cancellationToken: cancellationToken);
    await using var server = await DevServer.StartAsync(processes, "site", cancellationToken);
    var published = await client.CreatePublishedPortAsync(computerId, new() { Port = server.Port, Name = "site" }, cancellationToken);
    await WaitAsync(client, published.Operation);
    var port = (await client.ListPublishedPortsAsync(computerId, cancellationToken)).Single(it => it.Port == server.Port);
    Console.WriteLine($"Port {port.Port} is {port.State} at {port.PublicUrl}");
    using var http = LocalNames.CreateClient();
    Console.Write(await http.GetStringAsync(port.PublicUrl, cancellationToken));
    await server.StopAsync(cancellationToken);
}

async Task<string> SnapshotAsync(AgentComputerClient client, string computerId)
{
    Heading("Take a snapshot");
    var change = await client.CreateSnapshotAsync(computerId, cancellationToken);
    snapshot = change.Snapshot.Id;
    await WaitAsync(client, change.Operation);
    Console.WriteLine($"Snapshot {change.Snapshot.Id} is {(await client.GetSnapshotAsync(change.Snapshot.Id, cancellationToken)).State}.");
    return change.Snapshot.Id;
}

async Task StopAndReadAsync(AgentComputerClient client, string computerId)
{
    Heading("Stop the computer, and read the file all the same");
    await WaitAsync(client, (await client.StopComputerAsync(computerId, cancellationToken)).Operation);
    Console.WriteLine($"The computer is {(await client.GetComputerAsync(computerId, cancellationToken)).Computer.State}.");
    Console.Write(await client.ReadTextFileAsync(computerId, "site/index.html", cancellationToken));
}

async Task<string> RestoreAsync(AgentComputerClient client, string snapshotId)
{
    Heading("Restore the snapshot into a second computer");
    var restored = await client.RestoreSnapshotAsync(snapshotId, new() { DisplayName = "Restored" }, cancellationToken);
    made.Add(restored.Computer.Id);
    var computer = await client.WaitUntilRunningAsync(restored.Computer.Id, cancellationToken: cancellationToken);
    Console.WriteLine($"The computer '{computer.Handle}' is {computer.State}.");
    return computer.Id;
}

static async Task DeleteSnapshotAsync(AgentComputerClient client, string snapshotId)
{
    if ((await client.DeleteSnapshotAsync(snapshotId)).Operation is { } deletion)
    {
        await client.WaitForOperationAsync(deletion.Id);
    }

    Console.WriteLine("The snapshot is gone.");
}

static async Task DeleteAsync(AgentComputerClient client, string computerId)
{
    if ((await client.DeleteComputerAsync(computerId)).Operation is { } deletion)
    {
        await client.WaitForOperationAsync(deletion.Id);
    }

    Console.WriteLine($"Computer {computerId} is gone.");
}

async Task WaitAsync(AgentComputerClient client, Operation? operation)
{
    if (operation is not null)
    {
        await client.WaitForOperationAsync(operation.Id, new() { Interval = TimeSpan.FromMilliseconds(100) }, cancellationToken);
    }
}

static void Heading(string text) => Console.WriteLine($"\n== {text} ==");
