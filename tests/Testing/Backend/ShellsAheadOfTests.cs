using Flapjack.ReferenceBackend;

namespace Testing.Backend;

/// <summary>
/// How many shells wait ahead in backends of tests that don't say it. The tests also run with shells that are all started with their commands:
/// <c>FLAPJACK_TEST_SHELLS_AHEAD=0</c>.
/// </summary>
internal static class ShellsAheadOfTests
{
    public const string Variable = "FLAPJACK_TEST_SHELLS_AHEAD";

    public static FlapjackBackendOptions WithShellsAheadOfTests(this FlapjackBackendOptions options)
    {
        options.ShellsAhead = int.TryParse(Environment.GetEnvironmentVariable(Variable), out var ahead) ? ahead : options.ShellsAhead;
        return options;
    }
}
