using System.Reflection;
using System.Runtime.CompilerServices;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests;

/// <summary>
/// A field of more than one machine word can be read half old and half new, by whoever reads it while another thread writes. Each such field
/// that can change is listed here, with what keeps readers and writers apart; a new one has to be reviewed, or be an immutable object.
/// </summary>
public sealed class SharedStateTests
{
    private static readonly Dictionary<string, string> Reviewed = new(StringComparer.Ordinal)
    {
        // Shared, under a lock.
        ["StoredLifecycle._since"] = "the computer's lock",
        ["StoredLifecycle._storedUse"] = "the computer's lock",
        ["StoredLifecycle.LastUsedAt"] = "the computer's lock",
        ["ComputerLooks._cached"] = "the reader's _lock",
        ["ComputerLooks._look"] = "the reader's _lock",
        ["DiskUse._latest"] = "the measurer's _lock",
        ["ReceivingEnd._arrivedBeforeReset"] = "the end's _lock",
        ["AgentQueue.WakesAt"] = "the governor's lock, as all of ExecTurns",

        // Not shared: one caller after another.
        ["SseFrame._id"] = "the one who reads the stream",
        ["SseFrame.Retry"] = "the one who reads the stream",
        ["ResumeAttempts._asked"] = "the one who reads the stream",
        ["SortedTree._first"] = "written by its constructor only",
        ["SortedTree.Facts"] = "the one who goes through the tree",
        ["JournalScan.Count"] = "written by its constructor only",
        ["Body._held"] = "the one who writes the answer",
        ["AttemptDeadline._standsSince"] = "the one who sends the body",
        ["PdfTextProcessor._end"] = "the one who reads the page",
        ["ModelAnswer.CostUsd"] = "the one who runs the turn",
        ["TurnRun._lastTokens"] = "the one who runs the turn",
        ["EnvelopedOutput._memory"] = "the one who writes to the connection",
        ["EarlierComputers._asleepUntil"] = "the start, and then its timer, which starts anew when its work is done",
        ["ExecAttempt.EndStoredAt"] = "the one who runs the command",
        ["WatchedDescriptor._cancellation"] = "the one who waits",
        ["WatchedDescriptor._core"] = "the descriptor's _gate for a reset and a result; the one who waits for the rest",
        ["WakeSignal._core"] = "the signal's _lock for a reset and a signal; the one who waits for the rest",

        // Written before anybody else has the object.
        ["ComputerExecEvent._eventId"] = "written while the event is read",
        ["ExecOutputEvent._bytes"] = "written while the event is read from JSON",
        ["ExecOutput.maxBytes"] = "a parameter of the constructor that nobody assigns",
        ["ExecCollector.timeout"] = "a parameter of the constructor that nobody assigns",
        ["AgentTool.parameters"] = "a parameter of the constructor that nobody assigns",
        ["OpenApiTool.operation"] = "a parameter of the constructor that nobody assigns",
        ["OpenApiTool.pathItem"] = "a parameter of the constructor that nobody assigns",
        ["PathDocument.root"] = "a parameter of the constructor that nobody assigns",
        ["SeenProcess.stat"] = "a parameter of the constructor that nobody assigns",
        ["SpanTree.now"] = "a parameter of the constructor that nobody assigns",
        ["TableArguments.arguments"] = "a parameter of the constructor that nobody assigns",
        ["TreeLevel.facts"] = "a parameter of the constructor that nobody assigns",
        ["OptionsOrigin.ConfiguredKey"] = "written while the options are configured",
        ["FlapjackBackendOptions.MaxOutputBytes"] = "read once, when the backend starts",
    };

    [Fact]
    public void Every_field_of_more_than_one_word_has_one_lock_or_one_thread()
    {
        var found = new[] { typeof(FlapjackClient).Assembly, typeof(FlapjackBackend).Assembly, typeof(LocalComputers.HostNames).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true } && !IsGenerated(type))
            .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field is { IsInitOnly: false, IsLiteral: false } && IsTorn(field.FieldType))
            .Select(NameOf)
            .ToArray();

        found.Should().BeEquivalentTo(Reviewed.Keys, "a new field needs one lock for all who use it, named here; and one that is gone needs no line");
    }

    [Theory]
    [InlineData(typeof(DateTimeOffset), true)]
    [InlineData(typeof(long?), true)]
    [InlineData(typeof((int, string)), true)]
    [InlineData(typeof(Guid), true)]
    [InlineData(typeof(decimal), true)]
    [InlineData(typeof(bool?), false)]
    [InlineData(typeof(double?), true)]
    [InlineData(typeof(ReadOnlyMemory<byte>), true)]
    [InlineData(typeof(CancellationToken), false)]
    [InlineData(typeof(DateTime), false)]
    [InlineData(typeof(long), false)]
    [InlineData(typeof(TimeSpan), false)]
    [InlineData(typeof(ComputerLifecycleStatus), false)]
    [InlineData(typeof(string), false)]
    public void What_is_wider_than_a_word_can_be_torn(Type type, bool isTorn) => IsTorn(type).Should().Be(isTorn);

    private static bool IsTorn(Type type) =>
        type is { IsValueType: true, ContainsGenericParameters: false } && RuntimeHelpers.SizeOf(type.TypeHandle) > IntPtr.Size;

    // Closures and the states of async methods: each belongs to one call.
    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute)) || (type.DeclaringType is { } outer && IsGenerated(outer));

    private static string NameOf(FieldInfo field)
    {
        var name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
        return $"{field.DeclaringType!.Name}.{name}";
    }
}
