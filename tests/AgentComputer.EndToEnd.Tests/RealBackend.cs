using AgentComputer.ReferenceBackend;
using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests;

/// <summary>A backend on a free port with a client of its own, shared by the tests of a class.</summary>
public sealed class RealBackend : IAsyncLifetime
{
    /// <summary>Waits that ask often: nothing here takes long.</summary>
    public static WaitOptions Quickly { get; } = new() { Interval = TimeSpan.FromMilliseconds(10), Timeout = Limit.Time };

    public AgentComputerBackend Backend { get; private set; } = null!;

    public AgentComputerClient Client { get; private set; } = null!;

    public static async Task<RealBackend> StartAsync(AgentComputerBackendOptions? options = null)
    {
        var backend = await AgentComputerBackend.StartAsync(options);
        return new() { Backend = backend, Client = backend.CreateClient() };
    }

    public async Task InitializeAsync()
    {
        Backend = await AgentComputerBackend.StartAsync();
        Client = Backend.CreateClient();
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Backend.DisposeAsync();
    }

    /// <summary>Makes a computer, and waits until it runs.</summary>
    public async Task<Computer> CreateAsync(CreateComputerRequest? request = null)
    {
        var created = await Client.CreateComputerAsync(request, Limit.Token);
        return await Client.WaitUntilRunningAsync(created.Computer.Id, Quickly, Limit.Token);
    }

    /// <summary>Waits until what a call began has succeeded.</summary>
    public async Task<Operation> DoneAsync(Operation? operation) =>
        await Client.WaitForOperationAsync(operation.Should().NotBeNull().And.Subject.As<Operation>().Id, Quickly, Limit.Token);

    public async Task StopAsync(string computerId) => await DoneAsync((await Client.StopComputerAsync(computerId, Limit.Token)).Operation);

    /// <summary>Makes a computer, and opens its processes.</summary>
    public async Task<ComputerProcesses> ProcessesAsync(ProcessCodec codec = ProcessCodec.Json) =>
        await Client.OpenProcessesAsync((await CreateAsync()).Id, new() { Codec = codec }, Limit.Token);
}
