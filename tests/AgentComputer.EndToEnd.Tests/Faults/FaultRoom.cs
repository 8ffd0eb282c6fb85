using AgentComputer.ReferenceBackend;
using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Faults;

/// <summary>A backend with a plan of faults, and a computer that runs.</summary>
public abstract class FaultRoom : IAsyncLifetime
{
    private protected RealBackend Real { get; private set; } = null!;

    private protected FaultPlan Faults { get; } = new();

    private protected string Id { get; private set; } = null!;

    private protected AgentComputerClient Client => Real.Client;

    public async Task InitializeAsync()
    {
        Real = await RealBackend.StartAsync(new() { Faults = Faults });
        Id = (await Real.CreateAsync()).Id;
    }

    public Task DisposeAsync() => Real.DisposeAsync();

    /// <summary>Makes a call once for each byte of its answer, which ends there; stops when the answer was shorter several times.</summary>
    /// <param name="target">The call.</param>
    /// <param name="reset">Whether the connection is reset; else the answer ends in good order.</param>
    /// <param name="call">Makes the call that meets the fault.</param>
    /// <returns>How often the call was made.</returns>
    private protected async Task<int> CutEverywhereAsync(FaultTarget target, bool reset, Func<int, Task> call)
    {
        var (tooLate, at) = (0, 0);
        for (; tooLate < 3; at++)
        {
            at.Should().BeLessThan(1000, "the answer has an end");
            var before = Faults.Fired.Count;
            Faults.Add(reset ? Fault.ResetAfter(at) : Fault.CutAfter(at), target, times: 1);
            await call(at);
            tooLate = Faults.Fired.Count == before ? tooLate + 1 : 0;
        }

        Faults.Fired.Count.Should().BeGreaterThan(5);
        return at;
    }
}
