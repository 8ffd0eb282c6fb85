namespace Testing;

/// <summary>A test that takes too long for every day: <c>.ci/run</c> runs it, by setting <c>FLAPJACK_SOAK=1</c>.</summary>
public sealed class SoakFactAttribute : FactAttribute
{
    public SoakFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("FLAPJACK_SOAK") != "1")
        {
            Skip = "A soak: .ci/run runs it; set FLAPJACK_SOAK=1 to run it here.";
        }
    }
}
