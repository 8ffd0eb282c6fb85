namespace Shared.Wire.Http;

/// <summary>A request on its way, how long an attempt may take, and how often it was sent.</summary>
internal sealed class ApiCall(ApiRequest request, TimeSpan responseTimeout)
{
    public ApiRequest Request => request;

    /// <summary>How long one attempt may take until its answer is there.</summary>
    public TimeSpan ResponseTimeout => responseTimeout;

    public int Attempts { get; set; }

    /// <summary>Whether an attempt was repeated because its key had been exchanged. That happens once in a call.</summary>
    public bool ChangedKey { get; set; }
}
