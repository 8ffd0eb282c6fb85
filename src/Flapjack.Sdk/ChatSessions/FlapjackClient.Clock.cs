namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>The clock of the options; the system's for a mock, which has no options.</summary>
    internal TimeProvider Clock => _settings?.Http.TimeProvider ?? TimeProvider.System;
}
