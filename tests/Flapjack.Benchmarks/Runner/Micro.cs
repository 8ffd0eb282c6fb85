using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Flapjack.Benchmarks.Runner;

/// <summary>A class of BenchmarkDotNet as a part of a round. It runs in this process: the rounds, and not many long runs, even out the moods of the machine.</summary>
internal static class Micro
{
    /// <summary>Runs all benchmarks of the class once, one behind the other.</summary>
    /// <param name="bench">The row.</param>
    /// <param name="operations">How many operations an iteration has; null to try how many fill its time.</param>
    /// <returns>For each benchmark its method, its parameter, the seconds and the allocated bytes of one operation.</returns>
    public static IReadOnlyList<(string Method, object? Parameter, double Seconds, double Allocated)> Run<T>(Bench bench, int? operations = null)
    {
        var job = bench.IsSmoke ? Job.Dry : Job.Default.WithWarmupCount(1).WithIterationCount(3).WithIterationTime(TimeInterval.FromMilliseconds(50));
        if (operations is { } count && !bench.IsSmoke)
        {
            job = job.WithInvocationCount(count).WithUnrollFactor(1);
        }

        var config = ManualConfig.CreateEmpty()
            .AddJob(job.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(bench.Folder)
            // The smoke runs what `dotnet build` makes.
            .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.DisableOptimizationsValidator);
        return [.. BenchmarkRunner.Run<T>(config).Reports.Select(Read)];
    }

    private static (string, object?, double, double) Read(BenchmarkReport report)
    {
        var benchmark = report.BenchmarkCase;
        var median = report.ResultStatistics?.Median ?? throw new InvalidOperationException($"{benchmark.DisplayInfo} did not run.");
        var allocated = report.GcStats.GetBytesAllocatedPerOperation(benchmark) ?? 0;
        return (benchmark.Descriptor.WorkloadMethod.Name, benchmark.Parameters.Items is [var parameter, ..] ? parameter.Value : null, median / 1e9, allocated);
    }
}
