using Flapjack.ReferenceBackend.Storage;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>A computer's folder could not be made, so there is no computer. The message is for its owner, who must not see paths of the host.</summary>
internal sealed class ComputerNotMadeException(Exception reason) : Exception(
    $"the computer could not be created: {(StoreException.MeansFullDisk(reason) ? "the backend's disk is full" : "the backend's log tells why")}. "
    + "Call from-template again with the same externalAppId.",
    reason);
