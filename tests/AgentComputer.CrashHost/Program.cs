using AgentComputer.ReferenceBackend;

// A process of its own with a backend in it, to be killed by tests. It says where the backend listens and one of its keys, in a line, says in a further
// line that an operation is held, and ends in good order when its input ends, so that it never outlives the test.
if (args is not [var directory, .. var more])
{
    Console.Error.WriteLine("Usage: AgentComputer.CrashHost <data directory> [before|after <kind of the operation that is held>]");
    return 2;
}

try
{
    var held = string.Join(' ', more);
    var options = new AgentComputerBackendOptions
    {
        DataDirectory = directory,
        OperationGate = async passed =>
        {
            if (passed == held)
            {
                Console.WriteLine("held");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
            }
        },
    };
    await using var backend = await AgentComputerBackend.StartAsync(options);
    Console.WriteLine($"{backend.BaseAddress} {backend.ApiKey}");
    await Console.In.ReadToEndAsync();
    return 0;
}
catch (IOException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
